"""Messages in the recipient's language: an outbox in the transaction of the change, a mailer beside it."""
