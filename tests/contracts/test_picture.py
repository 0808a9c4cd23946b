"""The picture in the README is the one that the table of topics gives."""

from shared.contracts.picture import PICTURE, picture
from shared.contracts.topics import TOPICS


def test_the_picture_is_todays() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture()


def test_every_topic_is_on_it() -> None:
    drawn = picture()
    assert [topic.name for topic in TOPICS if topic.name not in drawn] == []
