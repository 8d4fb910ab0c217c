/// Who is online, on any node, and where they were active. Where several nodes commit, a login and
/// a logout are news like all else, in the order of their app, and every node comes to the same
/// from it (ADR 21). Who is banned is refused by a login that reads it, or let go by that news.
@NullMarked
package io.whaleshark.core.presence;

import org.jspecify.annotations.NullMarked;
