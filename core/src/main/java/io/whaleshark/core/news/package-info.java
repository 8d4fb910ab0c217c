/// What everybody whom it concerns is told once a command is durable: values without sockets, which
/// any node can tell (ADR 16).
@NullMarked
package io.whaleshark.core.news;

import org.jspecify.annotations.NullMarked;
