/// What the domain speaks of: messages, groups, memberships, and a user's own view of a
/// conversation.
///
/// Immutable values. Each refuses to exist if its invariant does not hold, so what an engine reads
/// or a decision makes is sound wherever it goes.
@NullMarked
package io.whaleshark.core.model;

import org.jspecify.annotations.NullMarked;
