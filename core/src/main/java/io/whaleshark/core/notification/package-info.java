/// Who is to hear of a message beside their devices: whom none of them tells.
///
/// Nothing of it is stored. Who has to be notified follows from who is online, who has received and
/// read what, and who is a member, at the moment of the question.
@NullMarked
package io.whaleshark.core.notification;

import org.jspecify.annotations.NullMarked;
