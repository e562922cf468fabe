"""Pages in traditional characters are searched in simplified ones."""

from transforms.mentions import extract_mentions
from transforms.plain_script import in_simplified
from transforms.tagged import TaggedText, join_sentences
from transforms.wordclasses import WordClasses
from transforms.words import Segmenter

SEGMENTER = Segmenter()
CLASSES = WordClasses(SEGMENTER.tag_of.__getitem__)


def tagged(text: str) -> TaggedText:
    joined = join_sentences([[text]])
    words = SEGMENTER.words(joined.text)
    return TaggedText(joined, words, SEGMENTER.tags(words), bytes(map(CLASSES.__getitem__, words)))


def test_a_simplified_text_stays_the_same_object() -> None:
    text = tagged("云岭市财政局昨日通报。")
    assert in_simplified(text, SEGMENTER, CLASSES) is text


def test_a_traditional_text_is_cut_anew_and_keeps_what_was_printed() -> None:
    text = tagged("經濟部長昨天出席座談會。")
    plain = in_simplified(text, SEGMENTER, CLASSES)
    assert (plain.text, plain.printed) == ("经济部长昨天出席座谈会。\n\n", "經濟部長昨天出席座談會。\n\n")
    assert "".join(plain.words) == plain.text


def test_a_few_traditional_characters_in_a_simplified_text_change_nothing() -> None:
    text = tagged("他说店名写作“裏”字，" + "全市各单位认真学习会议精神，" * 5)
    assert in_simplified(text, SEGMENTER, CLASSES) is text


def test_both_scripts_have_one_form_to_group_by() -> None:
    (printed,) = (m for m in extract_mentions("經濟部昨天發表數據，說明產業發展。") if m.kind == "organisation")
    (plain,) = (m for m in extract_mentions("经济部昨天发表数据，说明产业发展。") if m.kind == "organisation")
    assert (printed.text, printed.normalized) == ("經濟部", plain.normalized)
