/// Upper bounds of the machine: the minimum work of a message server, without anything else.
/// Results of servers are given as shares of these bounds.
@NullMarked
package io.whaleshark.bench.limits;

import org.jspecify.annotations.NullMarked;
