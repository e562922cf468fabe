#!/bin/sh
# Loads the example pages and prints the first reports; called by `make demo`.
set -eu
say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
baoku() { "$BIN/baoku" "$@"; }

say "baoku run examples/pages --store $STORE"
baoku run examples/pages --store "$STORE"
say "baoku report coverage --store $STORE"
baoku report coverage --store "$STORE"
say "baoku report people --limit 8 --store $STORE"
baoku report people --limit 8 --store "$STORE"
changes="select issue_date, metric, value_readable, change_readable, headline from reports.figures where change_value is not null and value is not null order by issue_date, article_id, start_char"
say "baoku sql \"$changes\" --limit 8 --store $STORE"
baoku sql "$changes" --limit 8 --store "$STORE"
say "baoku report rejects --store $STORE"
baoku report rejects --store "$STORE"

page=examples/pages/tingyuan-ribao/2025-10-14/01.txt
next() { printf '  %-72s %s\n' "$1" "$2"; }
echo
echo "Next:"
next ". $(dirname "$BIN")/bin/activate" ""
next "baoku inspect $page" "how one page was read"
next "baoku report --store $STORE" "all report views"
next "baoku sql \"from reports.top_terms limit 20\" --store $STORE" "any SQL; -o FILE.csv exports"
next "baoku search 预算 --store $STORE" "articles that hold a string"
next "baoku init" "settings and dictionary for your own newspaper"
next "baoku run YOUR_FOLDER" "your own pages"
