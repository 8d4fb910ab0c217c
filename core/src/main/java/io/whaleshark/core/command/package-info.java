/// What the core can be asked to do, and what it answers.
///
/// A [Command] changes something and goes through the commit lane; its [Reply] is called once,
/// after the change is durable, with an [Answer]. Reading needs no command.
@NullMarked
package io.whaleshark.core.command;

import org.jspecify.annotations.NullMarked;
