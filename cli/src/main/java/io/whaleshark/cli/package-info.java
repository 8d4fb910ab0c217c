/// What the command lines of Whale Shark share: `serve`, `chat`, `bench`, `cluster` and all others
/// tell their version, wrong usage and failures in the same way, one line each.
@NullMarked
package io.whaleshark.cli;

import org.jspecify.annotations.NullMarked;
