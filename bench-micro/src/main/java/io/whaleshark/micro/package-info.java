/// The parts of a message's path, one at a time: how long each takes, and how much it allocates.
@NullMarked
package io.whaleshark.micro;

import org.jspecify.annotations.NullMarked;
