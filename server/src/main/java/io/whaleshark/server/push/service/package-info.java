/// The push services that there are: [Apns], [Fcm] and [Huawei], each a
/// [io.whaleshark.server.push.port.PushService] over HTTP/2. To add one, write a class like the
/// last, and its settings.
@NullMarked
package io.whaleshark.server.push.service;

import org.jspecify.annotations.NullMarked;
