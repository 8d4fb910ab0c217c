/// Load generators that verify what they measure, on the command line.
@NullMarked
package io.whaleshark.bench;

import org.jspecify.annotations.NullMarked;
