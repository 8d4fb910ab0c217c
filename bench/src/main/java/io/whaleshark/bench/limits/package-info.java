/// What the machine can do at all: the least that a server of messages must do, done by nothing
/// else. Results of servers are quoted as shares of it.
@NullMarked
package io.whaleshark.bench.limits;

import org.jspecify.annotations.NullMarked;
