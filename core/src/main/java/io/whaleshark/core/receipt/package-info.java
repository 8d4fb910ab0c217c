/// Markers: how far each participant received and read, and the receipts that tell the authors.
///
/// A marker is state first: durable before anyone is told (P1), a maximum of what was displayed and
/// reported (P6). The receipt is a push about it. A group's authors get at most one in each
/// interval, carrying the newest count (P11); whoever misses it finds the state by pulling (P7).
@NullMarked
package io.whaleshark.core.receipt;

import org.jspecify.annotations.NullMarked;
