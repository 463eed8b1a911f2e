# For scripts: judges one image and hands out what was found with its types.
#
# Inputs: image_file, model_file. Outputs: score, decision, p_value, reason, how many regions, heatmap (ImgLib2), regions (label image).
#
# Fiji, ImageJ2:  File > Open... this file and Run (Jython), or  fiji --headless --run macros/judge.py 'image_file="part.png",model_file="part.aflow"'

#@ CommandService commands
#@ File (label = "Image") image_file
#@ File (label = "Model file") model_file
#@output Double score
#@output String decision
#@output Double p_value
#@output String reason
#@output Integer count
#@output net.imglib2.img.Img heatmap
#@output ij.ImagePlus regions

from ij import IJ
from org.anomalyflow.command import Detect

done = commands.run(Detect, False, ["image", IJ.openImage(image_file.getPath()), "model_file", model_file]).get()
if done.isCanceled():
    raise RuntimeError(done.getCancelReason())
score = done.getOutput("score")
decision = done.getOutput("decision")
p_value = done.getOutput("p_value")
reason = done.getOutput("reason")
heatmap = done.getOutput("heatmap")
regions = done.getOutput("regions")
# each region has its number as grey value
count = int(regions.getStatistics().max)
print("%s: %s, score %s, p-value %s, %d regions, heatmap %d x %d" % (image_file.getName(), decision, score, p_value, count,
      heatmap.dimension(0), heatmap.dimension(1)))
