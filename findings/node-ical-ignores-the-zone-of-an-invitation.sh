#!/usr/bin/env bash
# node-ical: an invitation that brings its own time zone is read in the zone of the server, and is hours wrong.
#
# With:  node-ical 0.27.2 and, to compare, ical.js 2.2.1 from npm, Node.js 20 or newer. Seen on 2026-11-29.
# Guess: a calendar file holds the rules of each zone that its times name (VTIMEZONE), so that a reader needs no knowledge of names:
#        the name is only a link within the file, and any name will do.
# Seen:  node-ical looks the name up in its own list, and reads the rules of the file only if the name is in a form that it knows, such
#        as "(UTC-05:00) Bogota". With a name of a company ("Office") or of the forms that other calendars write, a path before
#        the name, the time is taken for one of the server's own zone: nine o'clock there. There is no error, and the
#        zone that was not understood stands beside it (start.tz) as if it had been used. ical.js reads the rules.
# So:    a bot that posts "the meeting begins" is hours late for some invitations and right for most, and on a developer's machine in
#        the organizer's zone for all. Compare start.tz with the zones that Intl knows, or read invitations with ical.js.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-ical@0.27.2 ical.js@2.2.1 >/dev/null

cat >probe.mjs <<'EOF'
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

const file = (name) => [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//Chat//EN', 'METHOD:REQUEST',
  'BEGIN:VTIMEZONE', `TZID:${name}`,
  'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:-0500', 'TZOFFSETTO:-0500', 'END:STANDARD',
  'END:VTIMEZONE',
  'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20261101T000000Z', `DTSTART;TZID=${name}:20261201T090000`, 'END:VEVENT',
  'END:VCALENDAR', '',
].join('\r\n');
for (const name of ['America/Bogota', 'Office', '/example.org/20261101_1/America/Bogota', '/freeassociation.sourceforge.net/America/Bogota']) {
  const { start } = Object.values(nodeIcal.sync.parseICS(file(name))).find((part) => part.type === 'VEVENT');
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(file(name))).getFirstSubcomponent('vevent'));
  console.log(`  ${name}: ${start.toISOString()} and tz ${start.tz}; by ical.js ${event.startDate.toJSDate().toISOString()}`);
}
EOF
for zone in UTC Asia/Shanghai America/Bogota; do
  echo "nine o'clock at UTC-5, read in $zone:"
  TZ=$zone timeout 60 node probe.mjs
done >seen
cat seen
cat >expected <<'EOF'
nine o'clock at UTC-5, read in UTC:
  America/Bogota: 2026-12-01T14:00:00.000Z and tz America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
  Office: 2026-12-01T09:00:00.000Z and tz Office; by ical.js 2026-12-01T14:00:00.000Z
  /example.org/20261101_1/America/Bogota: 2026-12-01T09:00:00.000Z and tz /example.org/20261101_1/America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
  /freeassociation.sourceforge.net/America/Bogota: 2026-12-01T09:00:00.000Z and tz /freeassociation.sourceforge.net/America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
nine o'clock at UTC-5, read in Asia/Shanghai:
  America/Bogota: 2026-12-01T14:00:00.000Z and tz America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
  Office: 2026-12-01T01:00:00.000Z and tz Office; by ical.js 2026-12-01T14:00:00.000Z
  /example.org/20261101_1/America/Bogota: 2026-12-01T01:00:00.000Z and tz /example.org/20261101_1/America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
  /freeassociation.sourceforge.net/America/Bogota: 2026-12-01T01:00:00.000Z and tz /freeassociation.sourceforge.net/America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
nine o'clock at UTC-5, read in America/Bogota:
  America/Bogota: 2026-12-01T14:00:00.000Z and tz America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
  Office: 2026-12-01T14:00:00.000Z and tz Office; by ical.js 2026-12-01T14:00:00.000Z
  /example.org/20261101_1/America/Bogota: 2026-12-01T14:00:00.000Z and tz /example.org/20261101_1/America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
  /freeassociation.sourceforge.net/America/Bogota: 2026-12-01T14:00:00.000Z and tz /freeassociation.sourceforge.net/America/Bogota; by ical.js 2026-12-01T14:00:00.000Z
EOF
diff expected seen && echo "as noted"
