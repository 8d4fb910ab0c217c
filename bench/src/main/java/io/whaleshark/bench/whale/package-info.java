/// The wire of Whale Shark, spoken as cheaply as a load generator must.
@NullMarked
package io.whaleshark.bench.whale;

import org.jspecify.annotations.NullMarked;
