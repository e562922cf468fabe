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

page=$(ls examples/pages/*/*/*.txt | head -n 1)
cat <<EOF

Next:
  . $(dirname "$BIN")/bin/activate
  baoku inspect $page                          how one page was read
  baoku report --store $STORE                                    all report views
  baoku sql "from reports.top_terms limit 20" --store $STORE     any SQL; --output FILE.csv exports
  baoku search 预算 --store $STORE                                articles that use a word
  baoku init                                                       settings and dictionary for your own newspaper
  baoku run YOUR_FOLDER                                            your own pages
EOF
