#!/usr/bin/env bash
# Apollo Client: who jumps to an old message finds it below the newest ones, and one look at a page in the middle cuts off the chat's end.
#
# With:  @apollo/client 4.3.8, graphql 16.15.0 and rxjs 7.8.2 from npm, Node.js 20 or newer. Seen on 2026-12-01.
# Guess: relayStylePagination, the client's own policy for connections, puts a page where its cursor belongs. Where it doesn't know the
#        cursor it begins a new list or leaves a mark, and a page that is there already changes nothing.
# Seen:  a page after a cursor that is not in the list is put behind the last message: 6 to 8 (of a search) come below 20. A page before
#        such a cursor is put above the first one, with no mark of the gap, and hasPreviousPage and hasNextPage as if all between
#        was there. And a page that is there already, read again, ends the list: all after it is gone, and hasNextPage is true. No error.
# So:    it works for one who scrolls up from the end, and for nobody else. Give the searched page a key of its own (an argument in
#        keyArgs), or write a merge function that sorts by sequence and knows gaps.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @apollo/client@4.3.8 graphql@16.15.0 rxjs@7.8.2 >/dev/null

cat >probe.mjs <<'EOF'
import { InMemoryCache, gql } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

const query = gql`query ($room: ID, $first: Int, $last: Int, $after: String, $before: String) {
  messages(room: $room, first: $first, last: $last, after: $after, before: $before) {
    edges { cursor node { id } } pageInfo { startCursor endCursor hasPreviousPage hasNextPage }
  }
}`;

/** What a server answers that has the messages 1 to 20. */
function serve(from, to) {
  const edges = [];
  for (let id = from; id <= to; id++) {
    edges.push({ __typename: 'Edge', cursor: `c${id}`, node: { __typename: 'Message', id } });
  }
  const pageInfo = { __typename: 'PageInfo', startCursor: `c${from}`, endCursor: `c${to}`, hasPreviousPage: from > 1, hasNextPage: to < 20 };
  return { messages: { __typename: 'Connection', edges, pageInfo } };
}

/** Reads the newest five messages and the five before, and then the page that is asked for. */
function probe(what, variables, from, to) {
  const cache = new InMemoryCache({ typePolicies: { Query: { fields: { messages: relayStylePagination(['room']) } } } });
  const read = (page, first, last) => cache.writeQuery({ query, variables: { room: 'team', ...page }, data: serve(first, last) });
  read({ last: 5 }, 16, 20);
  read({ last: 5, before: 'c16' }, 11, 15);
  if (variables) {
    read(variables, from, to);
  }
  const { messages } = cache.readQuery({ query, variables: { room: 'team' } });
  const ids = messages.edges.map(({ node }) => node.id).join(' ');
  console.log(`${what}: ${ids}; more after: ${messages.pageInfo.hasNextPage}`);
}

probe('scrolled up once');
probe('6 to 8, after 5', { first: 3, after: 'c5' }, 6, 8);
probe('6 to 8, before 9', { last: 3, before: 'c9' }, 6, 8);
probe('13 and 14 again, after 12', { first: 2, after: 'c12' }, 13, 14);
EOF
timeout 50 node probe.mjs >seen
cat seen
cat >expected <<'EOF'
scrolled up once: 11 12 13 14 15 16 17 18 19 20; more after: false
6 to 8, after 5: 11 12 13 14 15 16 17 18 19 20 6 7 8; more after: true
6 to 8, before 9: 6 7 8 11 12 13 14 15 16 17 18 19 20; more after: false
13 and 14 again, after 12: 11 12 13 14; more after: true
EOF
diff expected seen && echo "as noted"
