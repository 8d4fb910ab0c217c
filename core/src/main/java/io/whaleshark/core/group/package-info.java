/// Groups: who is a member, from which message to which.
///
/// A membership is a period between two sequences, so the audience of a message is fixed by the log
/// itself (P8): joining begins above the newest message, leaving ends with it, coming back begins a
/// new period.
@NullMarked
package io.whaleshark.core.group;

import org.jspecify.annotations.NullMarked;
