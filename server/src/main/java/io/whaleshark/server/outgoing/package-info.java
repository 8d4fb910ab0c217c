/// What all requests share that this server makes to other programs: how long one takes, how long
/// to wait after a failure, and how often to say so.
@NullMarked
package io.whaleshark.server.outgoing;

import org.jspecify.annotations.NullMarked;
