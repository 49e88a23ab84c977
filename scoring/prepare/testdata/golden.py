"""Makes the golden pictures of this folder with Pillow (9.4.0 was used) from a
photograph of the demo (assets/photographs/fig.jpg; its credits are beside it):
python3 golden.py fig.jpg. Resizing and cutting follow
torchvision's Resize and CenterCrop on Pillow images, the preparation that the
reference code of CLIP models does."""
import sys
from PIL import Image

photo = Image.open(sys.argv[1]).convert("RGB")
w, h = photo.size
landscape = photo.crop((w // 4, h // 4, w // 4 + 519, h // 4 + 393)).resize((173, 131), Image.Resampling.BOX)
portrait = photo.crop((w // 5, h // 5, w // 5 + 262, h // 5 + 350)).resize((131, 175), Image.Resampling.BOX)
landscape.save("landscape.png")
portrait.save("portrait.png")


def crop(img, size, how):
    w, h = img.size
    new = (size, int(size * h / w)) if w <= h else (int(size * w / h), size)
    img = img.resize(new, how)
    left, top = round((new[0] - size) / 2), round((new[1] - size) / 2)
    return img.crop((left, top, left + size, top + size))


BICUBIC, BILINEAR = Image.Resampling.BICUBIC, Image.Resampling.BILINEAR
for name, img in ("landscape", landscape), ("portrait", portrait):
    crop(img, 64, BICUBIC).save(f"{name}_crop_bicubic_64.png")
    crop(img, 64, BILINEAR).save(f"{name}_crop_bilinear_64.png")
    crop(img, 100, BICUBIC).save(f"{name}_crop_bicubic_100.png")
    img.resize((48, 48), BICUBIC).save(f"{name}_squash_bicubic_48.png")
crop(portrait, 200, BICUBIC).crop((60, 60, 130, 130)).save("portrait_enlarged.png")
crop(portrait.resize((131, 3), Image.Resampling.BOX), 16, BICUBIC).save("strip_crop_bicubic_16.png")
portrait.resize((131, 3), Image.Resampling.BOX).save("strip.png")
