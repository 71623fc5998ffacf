#!/bin/sh
# Installs, builds and starts the whole product in the foreground. Repeating it does only what is needed.
case "${1:-}" in
  --help | -h)
    sed -n '2p' "$0" | cut -c3-
    echo 'Every variable of docs/configuration.md can be set before the command.'
    exit 0
    ;;
esac
. "$(dirname "$0")/environment.sh"

need ffmpeg ffmpeg 'video' || true
need redis-server redis-server 'the video queue' || true
sh scripts/install.sh
sh scripts/build.sh
say 'Starting; stop it with Ctrl-C'
exec sh scripts/start.sh
