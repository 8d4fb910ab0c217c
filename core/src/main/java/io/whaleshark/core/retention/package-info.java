/// Retention: what an app does not keep any longer leaves history, inboxes and counts.
///
/// The lane raises a floor, so that expiry has its place in the one order: everything before the
/// floor's stamp was decided with the old messages, everything after it without them. The rows
/// below a floor are deleted later and beside the lane, and nobody can tell when.
@NullMarked
package io.whaleshark.core.retention;

import org.jspecify.annotations.NullMarked;
