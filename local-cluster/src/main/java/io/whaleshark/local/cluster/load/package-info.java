/// Load that verifies: people who talk through servers which are killed meanwhile, and a checker
/// that hears of all they do and see. [Company] is all that others need to know.
@NullMarked
package io.whaleshark.local.cluster.load;

import org.jspecify.annotations.NullMarked;
