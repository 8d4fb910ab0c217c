/// The commands that the core accepts, and its answers.
///
/// A [Command] changes state and goes through the commit lane. The lane calls the command's [Reply]
/// once with an [Answer], after the change is durable. Reads need no command.
@NullMarked
package io.whaleshark.core.command;

import org.jspecify.annotations.NullMarked;
