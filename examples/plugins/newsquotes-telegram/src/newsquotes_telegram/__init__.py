"""Posts of Telegram channels for newsquotes."""
