/// The kill test: a real server process under load, killed again and again.
@NullMarked
package io.whaleshark.server.kill;

import org.jspecify.annotations.NullMarked;
