/// What the command lines of Whale Shark share: `serve`, `chat`, `bench`, `cluster` and all others
/// tell their version, wrong usage and failures in the same way, one line each, and ignore the same
/// variables of container platforms.
@NullMarked
package io.whaleshark.cli;

import org.jspecify.annotations.NullMarked;
