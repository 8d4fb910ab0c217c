/// What happens after the commit: answers, pushes, receipts. Confined to the commit lane.
///
/// The lane never waits for a read. Whoever needs one asks beside the lane
/// ([Lookups][io.whaleshark.core.delivery.Lookups]) and goes on when the answer takes its turn:
///
/// - `Arrivals`: a login whose user is not here yet. What is told while the user is loaded is
///   brought into what was read.
/// - `ChangedItems`: the item of a conversation of which a setting changed.
/// - `Typists`: whether somebody may show that they write.
/// - `GroupReads`, `GroupReceipts`: who wrote what became read, and by how many it was read.
@NullMarked
package io.whaleshark.core.delivery;

import org.jspecify.annotations.NullMarked;
