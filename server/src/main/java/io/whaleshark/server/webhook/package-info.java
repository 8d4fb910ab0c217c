/// Webhooks: programs of the app that are told over HTTP what was committed.
///
/// A webhook is a follower of the engine's [io.whaleshark.core.engine.Journal]. So it is told at
/// least once of everything, whatever is killed, and nothing waits in memory for a receiver that is
/// down. [Webhooks] holds one [Follower] for each. It reads the journal page by page. [PageTeller]
/// makes [WebhookEvent]s of a page ([EventWriter]), those of one conversation one after another,
/// and [Attempts] tries each until the [WebhookReceiver] has taken it. Requests are signed as the
/// [Standard Webhooks](https://www.standardwebhooks.com) specification says ([Signature]).
///
/// [BeforeSend] is the other way round: it asks a program of the app about a message before the
/// lane gets it, and gives a [io.whaleshark.translation.Verdict].
@NullMarked
package io.whaleshark.server.webhook;

import org.jspecify.annotations.NullMarked;
