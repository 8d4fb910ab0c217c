/// Builds and tests the project: all commands of `./whaleshark` that do not just start an
/// application. Java runs it from source, because nothing is built yet, so it needs only the JDK.
@NullMarked
package io.whaleshark.launcher;

import org.jspecify.annotations.NullMarked;
