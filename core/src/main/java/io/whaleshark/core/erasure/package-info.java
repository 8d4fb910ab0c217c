/// Erasure of a user: their memberships end, their messages become tombstones, and their reactions,
/// inbox, list and settings go (ADR 25).
///
/// It touches as many rows as the user has left anywhere, so it is no command, but a walk over
/// ordinary ones, each of them bounded and idempotent. The last of them takes conversations from
/// the user's view.
@NullMarked
package io.whaleshark.core.erasure;

import org.jspecify.annotations.NullMarked;
