/// The Whale Shark protocol, as cheap as a load generator needs it.
@NullMarked
package io.whaleshark.bench.whale;

import org.jspecify.annotations.NullMarked;
