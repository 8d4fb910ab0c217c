/// Builds and tests the project: what `./whaleshark` does besides becoming a process. Java runs it
/// from its source, since nothing is built yet, so it needs the JDK alone.
@NullMarked
package io.whaleshark.launcher;

import org.jspecify.annotations.NullMarked;
