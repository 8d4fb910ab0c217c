/// Followers of the journal: programs outside that are told what was committed, at their own pace.
///
/// A [Follower] reads the journal page by page and hands each page to its [JournalTeller], which
/// says when all of it was told. Where it has got is durable, so whoever is told is told at least
/// once of everything, whatever is killed, and nothing waits in memory for who is down.
@NullMarked
package io.whaleshark.server.follower;

import org.jspecify.annotations.NullMarked;
