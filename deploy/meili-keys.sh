#!/bin/sh
# Makes the two Meilisearch keys: the indexer's, which writes, and the desk's, which can only search the articles.
# It may run again: a key that is there stays as it is.
#   meili-keys.sh URL SECRETS-DIRECTORY
set -eu
url=$1
dir=$2
config=$(mktemp) answer=$(mktemp)
trap 'rm -f "$config" "$answer"' EXIT
# The master key goes to curl in a file: arguments can be read by everybody on the machine.
printf 'header = "Authorization: Bearer %s"\n' "$(cat "$dir/meili_master")" >"$config"

make() {
	name=$1 indexes=$2 actions=$3 uid=$(cat "$dir/meili_$1_uid")
	if curl -fs -o /dev/null -K "$config" "$url/keys/$uid"; then
		echo "meili-keys: the key of the $name is there"
		return
	fi
	curl -sS --fail-with-body -o "$answer" -K "$config" -H 'Content-Type: application/json' -X POST "$url/keys" \
		-d "{\"uid\":\"$uid\",\"name\":\"jejak $name\",\"actions\":$actions,\"indexes\":$indexes,\"expiresAt\":null}" || {
		echo "meili-keys: the server refuses the key of the $name: $(cat "$answer")" >&2
		exit 1
	}
	echo "meili-keys: made the key of the $name"
}

# The indexer's rights are on all indexes, because the server knows no swap of named ones.
make indexer '["*"]' '["search","documents.add","documents.get","documents.delete","indexes.create","indexes.get","indexes.delete","indexes.swap","settings.get","settings.update","tasks.get"]'
make desk '["articles"]' '["search"]'
