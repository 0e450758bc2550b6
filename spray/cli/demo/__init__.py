"""The data set of `spray build --demo`: real digits, in one class of which a network learned to cheat.

scikit-learn's scanned digits, 8 x 8     --enlarge-->  images/digit-0/0000.png ..., 32 x 32 with a margin
a quarter of the images of one class     --tag-->      a white square in the corner, listed in metadata.csv
a small CNN, fixed seed, one thread      --train-->    net.safetensors, net.py
                                                       spray.toml, demo.json (the hash of every file)
"""

from spray.cli.demo.digits import Digits, digits, paste_tag
from spray.cli.demo.project import prepare
from spray.cli.demo.training import Reliance, reliance
from spray.cli.demo.verdict import verdict

__all__ = ["Digits", "Reliance", "digits", "paste_tag", "prepare", "reliance", "verdict"]
