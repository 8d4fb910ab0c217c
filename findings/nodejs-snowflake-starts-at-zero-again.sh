#!/usr/bin/env bash
# nodejs-snowflake: after each restart the ids begin at zero again: new messages sort before all old ones, and some get an old one's id.
#
# With:  nodejs-snowflake 2.0.1 from npm, Node.js 20 or newer. Seen on 2026-11-30.
# Guess: a Snowflake counts from an epoch that is the same for ever, Twitter's or the library's own, so that ids of one instance rise over
#        restarts. That is what its time is for: ids that sort by time without a database to remember the last one.
# Seen:  the epoch is the moment at which the generator was made, unless custom_epoch is given. The first id after a restart is lower than
#        any before, and as the instance number is part of an id and stays, ids come twice: the same millisecond after the
#        start, the same counter. timestampFromID without the old epoch says 1970 plus the uptime. In one run all is right.
# So:    after an update of the server the newest message stands at the top of the history, and "after the last one seen" finds nothing for
#        as long as the process before had run. Give custom_epoch, a number that never changes, and let a test make two generators.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts nodejs-snowflake@2.0.1 >/dev/null

cat >run.mjs <<'EOF'
// One run of a server: it makes many ids in a burst.
import snowflake from 'nodejs-snowflake';

const epoch = process.argv[2] === 'fixed' ? { custom_epoch: 1577836800000 } : {};
const generator = new snowflake.Snowflake({ instance_id: 1, ...epoch });
const ids = Array.from({ length: 20_000 }, () => String(generator.getUniqueID()));
process.stdout.write(ids.join('\n'));
EOF
cat >probe.mjs <<'EOF'
import { execFileSync } from 'node:child_process';

for (const epoch of ['unset', 'fixed']) {
  const run = () => String(execFileSync(process.execPath, ['run.mjs', epoch])).split('\n').map(BigInt);
  const before = run();
  const after = run();
  const rising = (ids) => ids.every((id, index) => index === 0 || id > ids[index - 1]);
  const again = after.filter((id) => before.includes(id)).length;
  console.log(`epoch ${epoch}: rising within a run ${rising(before)}, over a restart ${after[0] > before.at(-1)}, ids that come twice ${again > 0}`);
}
EOF
timeout 60 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
epoch unset: rising within a run true, over a restart false, ids that come twice true
epoch fixed: rising within a run true, over a restart true, ids that come twice false
EOF
diff expected seen && echo "as noted"
