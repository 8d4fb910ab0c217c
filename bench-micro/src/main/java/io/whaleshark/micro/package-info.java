/// Benchmarks of the parts of a message's path: how long each takes, and how much it allocates.
@NullMarked
package io.whaleshark.micro;

import org.jspecify.annotations.NullMarked;
