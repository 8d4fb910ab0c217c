/// Markers, which state how far each participant has received and read, and receipts, which tell
/// the authors.
///
/// A marker is durable state: it is committed before anyone is told (P1), and it is the maximum of
/// what was displayed and reported (P6). A receipt is a push that tells of a marker. In a group, an
/// author gets at most one receipt in each interval, with the newest count (P11). A device that
/// misses a receipt gets the state by pulling (P7).
@NullMarked
package io.whaleshark.core.receipt;

import org.jspecify.annotations.NullMarked;
