#!/bin/sh
# Makes the secrets of a deployment, once. What is there already stays; nothing is printed.
#   deploy/secrets.sh [DIRECTORY]      the default is secrets/ beside this script
# The directory is for its owner alone. The files in it can be read by the containers' user, who is nobody on the host.
set -eu
umask 077
dir=${1:-$(dirname "$0")/secrets}
command -v openssl >/dev/null || { echo "secrets.sh: openssl is missing; install it" >&2; exit 1; }
mkdir -p "$dir"
chmod 700 "$dir"
cd "$dir"

random() { openssl rand -hex 32; }

# put NAME: writes standard input to a new file, whole or not at all.
put() {
	rm -f "$1.new"
	cat >"$1.new"
	[ -s "$1.new" ] || { echo "secrets.sh: nothing to write to $dir/$1" >&2; exit 1; }
	chmod 444 "$1.new"
	mv "$1.new" "$1"
}

for user in crawler enricher indexer desk admin; do
	[ -s "nats_$user" ] || random | put "nats_$user"
done
for user in crawler enricher indexer desk admin; do
	printf '%s_password: "%s"\n' "$user" "$(cat "nats_$user")"
done | put nats_users.conf

[ -s desk_password ] || random | put desk_password
[ -s meili_master ] || random | put meili_master
printf 'master_key = "%s"\n' "$(cat meili_master)" | put meili.toml

# A Meilisearch key is the HMAC of its uid under the master key, so that it is known before it is made (meili-keys.sh).
for user in indexer desk; do
	[ -s "meili_${user}_uid" ] || {
		hex=$(openssl rand -hex 16)
		a=$(printf %s "$hex" | cut -c1-8)
		b=$(printf %s "$hex" | cut -c9-12)
		c=$(printf %s "$hex" | cut -c14-16)
		d=$(printf %s "$hex" | cut -c18-20)
		e=$(printf %s "$hex" | cut -c21-32)
		printf '%s-%s-4%s-8%s-%s\n' "$a" "$b" "$c" "$d" "$e" | put "meili_${user}_uid"
	}
	uid=$(cat "meili_${user}_uid")
	printf %s "$uid" | openssl dgst -sha256 -hmac "$(cat meili_master)" | sed 's/.*= *//' | put "meili_$user"
done
