/// What an operator orders a running server to do.
@NullMarked
package io.whaleshark.server.control;

import org.jspecify.annotations.NullMarked;
