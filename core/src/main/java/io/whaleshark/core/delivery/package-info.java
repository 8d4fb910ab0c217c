/// What happens after the commit: answers, pushes, receipts. Confined to the commit lane.
@NullMarked
package io.whaleshark.core.delivery;

import org.jspecify.annotations.NullMarked;
