/// The control socket: commands from an operator to a running server.
@NullMarked
package io.whaleshark.server.control;

import org.jspecify.annotations.NullMarked;
