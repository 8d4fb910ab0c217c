#!/usr/bin/env bash
# Jakarta Mail: the Message-ID that a program gives a mail is replaced while it is sent, so the answer belongs to no conversation.
#
# With:  org.eclipse.angus:jakarta.mail 2.0.5 and com.icegreen:greenmail 2.1.13 from Maven Central; Java 17 or newer, Maven.
#        Seen on 2026-11-28.
# Guess: a mail gets a Message-ID if it has none; one that the program set stays, as References and all other headers do.
# Seen:  Transport.send saves the mail first, and saving always makes a new Message-ID. saveChanges before the header is set does not
#        help, as send saves again. In-Reply-To and References stay. A mail keeps its id if the program calls sendMessage on a
#        transport of its own, after saveChanges and the header, or if a subclass overrides updateMessageID.
# So:    a bridge from chat to mail that makes the id out of conversation and message cannot place the answers: their In-Reply-To
#        names an id that nobody stored. Read the id back after sending, or override updateMessageID, and test with an answer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.eclipse.angus</groupId><artifactId>jakarta.mail</artifactId><version>2.0.5</version></dependency>
    <dependency><groupId>com.icegreen</groupId><artifactId>greenmail</artifactId><version>2.1.13</version></dependency>
  </dependencies>
</project>
EOF
mvn -q --batch-mode dependency:copy-dependencies -DoutputDirectory=lib >/dev/null 2>&1

cat >Probe.java <<'EOF'
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

class Probe {
  static final String ID = "<conversation-7.message-2@chat.example.org>";
  static final String BEFORE = "<conversation-7.message-1@chat.example.org>";
  static Session session;
  static GreenMail server;

  interface Way {
    void send() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try {
      Properties properties = new Properties();
      properties.setProperty("mail.smtp.host", "127.0.0.1");
      properties.setProperty("mail.smtp.port", "" + server.getSmtp().getPort());
      session = Session.getInstance(properties);
      probe("header, then send", () -> {
        MimeMessage mail = fill(new MimeMessage(session));
        mail.setHeader("Message-ID", ID);
        Transport.send(mail);
      });
      probe("saveChanges, header, then send", () -> {
        MimeMessage mail = fill(new MimeMessage(session));
        mail.saveChanges();
        mail.setHeader("Message-ID", ID);
        Transport.send(mail);
      });
      probe("saveChanges, header, then sendMessage", () -> {
        MimeMessage mail = fill(new MimeMessage(session));
        mail.saveChanges();
        mail.setHeader("Message-ID", ID);
        try (Transport transport = session.getTransport("smtp")) {
          transport.connect();
          transport.sendMessage(mail, mail.getAllRecipients());
        }
      });
      probe("updateMessageID overridden, then send", () -> Transport.send(fill(new MimeMessage(session) {
        @Override
        protected void updateMessageID() throws MessagingException {
          setHeader("Message-ID", ID);
        }
      })));
    } finally {
      server.stop();
    }
  }

  static MimeMessage fill(MimeMessage mail) throws MessagingException {
    mail.setFrom("chat@example.org");
    mail.setRecipients(Message.RecipientType.TO, "bob@example.org");
    mail.setSubject("lunch");
    mail.setHeader("References", BEFORE);
    mail.setText("at noon?");
    return mail;
  }

  static void probe(String what, Way way) throws Exception {
    way.send();
    server.waitForIncomingEmail(5000, 1);
    MimeMessage got = server.getReceivedMessages()[0];
    System.out.println(what + ": Message-ID " + (ID.equals(got.getMessageID()) ? "kept" : "replaced")
        + ", References " + (BEFORE.equals(got.getHeader("References", null)) ? "kept" : "replaced"));
    server.purgeEmailFromAllMailboxes();
  }
}
EOF
timeout 60 java -cp 'lib/*' Probe.java >seen 2>errors || { cat errors; exit 1; }
cat seen
cat >expected <<'EOF'
header, then send: Message-ID replaced, References kept
saveChanges, header, then send: Message-ID replaced, References kept
saveChanges, header, then sendMessage: Message-ID kept, References kept
updateMessageID overridden, then send: Message-ID kept, References kept
EOF
diff expected seen && echo "as noted"
