"""What the pages of curves share: the axis of losses, labels at the ends of lines, marks where something happened, and the words."""
