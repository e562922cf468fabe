"""What the benchmark of facts reports."""

from __future__ import annotations

from bench.facts import measure, prepare
from transforms.wordclasses import WordClasses
from transforms.words import Segmenter

PAGE = "汀河大桥昨日开工\n\n　　本报讯（记者 周砚秋）汀河大桥10月13日开工，总投资18亿元，同比增长6%。市长顾延川出席。\n"


def test_every_extractor_has_a_speed_and_all_together_are_slower_than_each() -> None:
    segmenter = Segmenter()
    page = prepare(PAGE * 40, segmenter)
    assert len(page.sentences) > 10
    speeds = measure([page], WordClasses(lambda word: segmenter.tags([word])[0]), rounds=3)
    assert speeds.keys() == {"sentences", "figures", "dates", "classes", "mentions", "together"}
    assert 0 < speeds["together"] < min(speeds["figures"], speeds["dates"], speeds["classes"], speeds["mentions"])
