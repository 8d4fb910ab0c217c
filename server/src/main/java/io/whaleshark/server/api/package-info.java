/// What is reached over HTTP: groups, the two sync calls, the web chat, health, metrics.
@NullMarked
package io.whaleshark.server.api;

import org.jspecify.annotations.NullMarked;
