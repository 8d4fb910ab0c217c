#!/usr/bin/env bash
# WatermelonDB: a search for two Chinese characters, cleaned as its guide says, finds every message of two characters or more.
#
# With:  @nozbe/watermelondb 0.28.0 from npm (its LokiJS adapter), Node.js 20 or newer. Seen on 2026-11-28.
# Guess: Q.sanitizeLikeString makes "%" and "_" in what a user typed harmless, and leaves letters of all languages alone.
# Seen:  each character other than an ASCII letter or digit becomes "_", which stands for any one character. In Chinese a search
#        for one word is a search for any text of that length; a Russian word finds all messages that are as long. "Köln"
#        finds "Kuln" too. In English it works.
# So:    a mobile client for users who do not write English cleans the text itself (only "%", "_" and "\"), and its tests
#        search in Chinese for something that is not there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @nozbe/watermelondb@0.28.0 >/dev/null

cat >probe.cjs <<'EOF'
const { appSchema, Database, Model, Q, tableSchema } = require('@nozbe/watermelondb');
const { default: LokiJSAdapter } = require('@nozbe/watermelondb/adapters/lokijs');
const { logger } = require('@nozbe/watermelondb/utils/common');

class Message extends Model {
  static table = 'messages';
}

async function main() {
  logger.silence();
  const schema = appSchema({
    version: 1,
    tables: [tableSchema({ name: 'messages', columns: [{ name: 'text', type: 'string' }] })],
  });
  const adapter = new LokiJSAdapter({ schema, useWebWorker: false, useIncrementalIndexedDB: true });
  const database = new Database({ adapter, modelClasses: [Message] });
  const messages = database.get('messages');
  await database.write(async () => {
    for (const text of ['明天开会', '午饭吃什么', '好', 'lunch?', 'Всем привет', 'Nach Kuln']) {
      await messages.create((message) => message._setRaw('text', text));
    }
  });
  for (const search of ['lunch', 'dinner', '开会', '会', 'обед', 'Köln']) {
    const found = await messages.query(Q.where('text', Q.like(`%${Q.sanitizeLikeString(search)}%`))).fetch();
    console.log(`${search}: ${found.map((message) => message._raw.text).join(' | ') || 'nothing'}`);
  }
  process.exit(0);
}
main();
EOF
timeout 60 node probe.cjs >seen
cat seen
cat >expected <<'EOF'
lunch: lunch?
dinner: nothing
开会: 明天开会 | 午饭吃什么 | lunch? | Всем привет | Nach Kuln
会: 明天开会 | 午饭吃什么 | 好 | lunch? | Всем привет | Nach Kuln
обед: 明天开会 | 午饭吃什么 | lunch? | Всем привет | Nach Kuln
Köln: Nach Kuln
EOF
diff expected seen && echo "as noted"
