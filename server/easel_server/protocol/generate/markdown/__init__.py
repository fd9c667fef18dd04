"""The contract and the settings as Markdown."""

from easel_server.protocol.generate.markdown.protocol_page import protocol_page as protocol_page
from easel_server.protocol.generate.markdown.settings_page import settings_page as settings_page
