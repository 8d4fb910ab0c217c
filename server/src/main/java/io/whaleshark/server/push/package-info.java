/// Mobile push: phones whose users are offline are told of messages by the service of their maker.
///
/// For each service of an app a [io.whaleshark.server.follower.Follower] reads the journal, so one
/// that is down holds up nobody else. [PushTeller] takes what a page says of each conversation
/// together: of many messages the newest alone. [Phones] asks for the tokens and the badge of a
/// receiver at the moment of sending, and tries until the service has the message. [SendingPace]
/// keeps to what the service takes. [MaybeShown] remembers what phones may still show, so that a
/// read or a recall withdraws it, and nothing else is sent.
@NullMarked
package io.whaleshark.server.push;

import org.jspecify.annotations.NullMarked;
