package io.whaleshark.example.shop;

import io.whaleshark.backend.AppEvent;
import io.whaleshark.backend.AppEventHandler;
import io.whaleshark.backend.BackendClient;
import io.whaleshark.backend.OutgoingMessage;
import io.whaleshark.backend.Recipient;
import io.whaleshark.backend.TokenMinter;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class ShopApplication {

  private final BackendClient whaleShark;
  private final TokenMinter tokens;

  ShopApplication(BackendClient whaleShark, TokenMinter tokens) {
    this.whaleShark = whaleShark;
    this.tokens = tokens;
  }

  @PostMapping("/users/{user}")
  String signUp(@PathVariable("user") String user) {
    send("welcome-" + user, user, "Welcome to the shop!");
    return tokens.mint(user, Duration.ofHours(8));
  }

  private void send(String messageId, String user, String text) {
    whaleShark.send(OutgoingMessage.of(messageId, "shop", Recipient.user(user), text));
  }

  @Bean
  AppEventHandler answering() {
    return new AppEventHandler() {
      @Override
      public void onMessageSent(AppEvent.MessageSent event) {
        if (event.message().to().equals(Recipient.user("shop"))) {
          String text = "You wrote: " + event.message().text();
          send("answer-" + event.id(), event.message().fromId(), text);
        }
      }
    };
  }

  public static void main(String[] arguments) {
    SpringApplication.run(ShopApplication.class, arguments);
  }
}
