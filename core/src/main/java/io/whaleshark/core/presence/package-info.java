/// Who is online, on any node, and where they were active. Where several nodes commit, a login and
/// a logout are news like all else, in the order of their app, and every node comes to the same
/// from it (ADR 21).
@NullMarked
package io.whaleshark.core.presence;

import org.jspecify.annotations.NullMarked;
