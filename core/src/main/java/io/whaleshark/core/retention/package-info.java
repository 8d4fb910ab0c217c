/// Retention: messages that an app no longer keeps disappear from history, inboxes and counts.
///
/// The lane raises a floor, so expiry has its place in the commit order: everything before the
/// floor's stamp was decided with the old messages, everything after it without them. The rows
/// below a floor are deleted later, concurrently with the lane; no port shows when.
@NullMarked
package io.whaleshark.core.retention;

import org.jspecify.annotations.NullMarked;
