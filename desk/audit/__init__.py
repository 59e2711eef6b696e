"""What happened, who did it and when, kept so that nobody can change it unseen."""
